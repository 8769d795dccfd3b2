"""Word documents: letters from a template, reports of headings, paragraphs and tables.

Comes in: letters and reports as models of what they show; templates of an office's own.
Goes out: .docx files, the same bytes for the same model; the parts of a .docx file from outside.
May import it: rooms that write or read Word documents.
"""
