"""What is assessed: published frameworks, as data. No code names a theme, element or level."""

from frameworks.models.framework import Framework, Offer
from frameworks.models.parts import COFFEE, STAGES, Level, LevelGloss, Line, Prompt, Voice
from frameworks.models.publication import Companion, FrameworkIsPublishedError, Publication
