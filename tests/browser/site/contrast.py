"""What axe is asked the contrast of: one of all that look alike, instead of each in turn.

Contrast is most of axe's time, and on a long page hundreds of sentences look the same. Two look
the same where their own colours and letters do, and those of all around them, and of whatever is
laid over or under them. Asked is the largest with words, of which axe can tell most; a box to
type into is always asked.
"""

from playwright.sync_api import Page

# What contrast depends on, of an element. Letters are large from 24 px on, bold ones from 18.66 px.
LOOK = """(each) => {
    const style = getComputedStyle(each);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    return [
        each.getClientRects().length > 0, style.visibility, style.position, style.opacity,
        style.color, style.backgroundColor, style.backgroundImage, style.textShadow, large,
    ].join(' ');
}"""
COLOURS = f"() => [...document.querySelectorAll('body *')].map({LOOK})"
# What else it depends on where two are compared with each other, and not one with itself.
ALIKE = """(each) => {
    const style = getComputedStyle(each);
    const stroke = style.webkitTextStrokeWidth + style.webkitTextStrokeColor;
    return [
        look(each), style.clip, style.clipPath, style.filter, style.mixBlendMode, stroke,
        parseFloat(style.fontSize) > 0, each.matches(':disabled'), each.control?.disabled,
        each.ariaDisabled, each.inert,
    ].join(' ');
}"""
CHOOSE = """() => {
    const look = LOOK, alike = ALIKE;
    const all = [document.body, ...document.querySelectorAll('body *')];
    const boxes = new Map(all.map((each) => [each, each.getBoundingClientRect()]));
    const within = (one, other) => !other || (one.left >= other.left - 1 && one.top >= other.top - 1
        && one.right <= other.right + 1 && one.bottom <= other.bottom + 1);
    const meet = (one, other) => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom;
    const looks = new Map();  // of an element and all around it, from the outside in
    for (const each of all) {
        const around = each.parentElement;
        const inside = within(boxes.get(each), boxes.get(around));
        looks.set(each, `${looks.get(around) ?? ''}\\n${alike(each)} ${inside}`);
    }
    const lies = ({position, backgroundColor, backgroundImage}) => position !== 'static'
        || backgroundColor !== 'rgba(0, 0, 0, 0)' || backgroundImage !== 'none';
    const laid = all.filter((each) => lies(getComputedStyle(each)));
    const chosen = new Map();
    for (const each of all) {
        const parts = [...each.childNodes].filter((part) => part.nodeType === Node.TEXT_NODE);
        const words = parts.map((part) => part.textContent).join('').trim();
        each.toggleAttribute('data-contrast', each.matches('input, select, textarea, button'));
        if (!words) continue;
        const box = boxes.get(each);
        const over = laid.filter((one) => !one.contains(each) && meet(boxes.get(one), box));
        const key = [looks.get(each), ...over.map((one) => looks.get(one))].join('\\n\\n');
        // One letter, or a sign alone, axe leaves to people.
        const told = [/\\p{L}.*\\p{L}/su.test(words), box.width * box.height];
        const before = chosen.get(key);
        if (!before || told[0] > before[1] || (told[0] === before[1] && told[1] > before[2])) {
            chosen.set(key, [each, ...told]);
        }
    }
    for (const [each] of chosen.values()) each.toggleAttribute('data-contrast', true);
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-contrast]'}]});
}""".replace("LOOK", LOOK).replace("ALIKE", ALIKE)


def choose(page: Page) -> None:
    """Let axe, which is on this page, be asked the contrast of one of each look."""
    page.evaluate(CHOOSE)


def colours(page: Page) -> list[str]:
    """Return what contrast depends on, of every element in turn."""
    return page.evaluate(COLOURS)
