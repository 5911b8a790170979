"""What is assessed: published frameworks, as data. No code names a theme, element or level."""

from frameworks.models.framework import Framework, Offer
from frameworks.models.level import Level, LevelGloss
from frameworks.models.line import Line
from frameworks.models.prompt import COFFEE, STAGES, Prompt, Voice
from frameworks.models.publication import Companion, FrameworkIsPublishedError, Publication
