"""A comparison in effect before people: in a terminal, on a page, as a workbook, as a document.

`view` and `differences` put the comparison (`reasoner.compare.result`) in the order in which it is read, `facts` tells an
application in words, `words` has every sentence, `again` the commands that judge an example once more, `ruled` what
a rule measures or asks for, `rests` on which readings an amended rule rests; the other modules lay these out and add
nothing.
"""
