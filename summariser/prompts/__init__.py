"""Load, render and digest the templates of `prompts/`, and build every request from them."""

from summariser.prompts.build import Builder, FailingItem, Shown, show
from summariser.prompts.templates import PromptSet, load_prompts

__all__ = ["Builder", "FailingItem", "PromptSet", "Shown", "load_prompts", "show"]
