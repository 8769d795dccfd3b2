"""A comparison in effect before people: in a terminal, on a page, as a workbook, as a document.

`view_building` puts the comparison (`reasoner.compare.result`) in the order in which it is read (`view_model`), `difference_lines`
joins examples into differences, `fact_lines` tells an application in words, `wordings` has every sentence, `replay_commands`
the commands that judge an example once more, `deciding_clauses` what a rule measures or asks for, `resting_readings` on
which readings an amended rule rests. `page_building` says what the page shows; the render floor lays it out.
"""
