"""The judge's probabilities from which a statement is shown, and how; see decision 0016.

Shares are of the work part of `evals/training/questions`, cross-validated on 2026-11-26.
"""

# Shown with "có thể" (maybe); of those up to BAR_SURE 58 of 100 were right.
BAR_MAYBE = 0.45
# Its words are the bare answer too. Of bare numbers at .5 to .6, 65 of 100 were right; above, 88.
BAR_BARE = 0.6
# Shown without "có thể"; 87 of 100 were right.
BAR_SURE = 0.65
# Overrules a doubt. 38 questions for instructions, terms, opinions and advice on two libraries gave
# 14 quotations below it; none of them was an answer.
BAR_CERTAIN = 0.8
# How much likelier another statement must be than the figure table's to be shown instead.
OUTDONE = 0.3
