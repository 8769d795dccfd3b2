"""Typed, frozen data that every room shares: applications, provenance, rule base, verdicts with their proofs, messages.

Comes in: nothing but the representation and the vocabulary of `policy_dsl`. Goes out: types and their JSON forms.
Everybody may import it, but for the proof checker, which reads plain JSON and shares only the messages.
"""
