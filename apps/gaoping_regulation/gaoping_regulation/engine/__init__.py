"""The case engine: what every administrative matter does alike. Plain modules, driven by document events.

registry     which DocTypes are matters, and the frozen version a case runs on
guard        the one gate where a case is saved
checklist    a stage's risk points, answered and signed before the case leaves the stage
documents    numbered documents out of the decision's frozen values
events       the audit trail
rows         how the engine writes its own records
access       who sees which case
"""
