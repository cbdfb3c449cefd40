"""Pages as blocks of text in reading order, with the layout that plain text loses."""
