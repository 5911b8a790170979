"""What is assessed: published frameworks, as data. No code names a theme, element or level."""

from frameworks.models.companion import Companion
from frameworks.models.framework import Framework
from frameworks.models.level import Level, LevelGloss
from frameworks.models.line import Line
from frameworks.models.offer import Offer
from frameworks.models.prompt import COFFEE, STAGES, Prompt
from frameworks.models.publication import FrameworkIsPublishedError, Publication
from frameworks.models.voice import Voice
