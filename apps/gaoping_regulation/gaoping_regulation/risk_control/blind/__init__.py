"""盲审: officers look again at closed cases without knowing whose they are, a training case with a planted fault among them.

A training case (训练用案) is a paper in this pool and nowhere else: it is no case of a matter, so it enters no figure, no
register and no public page, and takes no number. Off until Regulation Settings say otherwise.
"""
