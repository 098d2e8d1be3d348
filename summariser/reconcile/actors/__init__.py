"""Which actor records of different articles are one real-world actor."""

from summariser.reconcile.actors.resolve import ActorMention, ActorPair, Resolution, Verdicts, resolve

__all__ = ["ActorMention", "ActorPair", "Resolution", "Verdicts", "resolve"]
