"""Typed, frozen data that every room shares: applications, provenance, rule base, verdicts with their proofs, messages.

Comes in: the representation and the vocabulary.
Goes out: types and their JSON forms.
May import it: everybody but the proof checker, which reads plain JSON and shares only the messages.
"""
