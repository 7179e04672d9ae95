"""What goes back to those who handed data in: a page for the department, marked copies of workbooks, letters.

`case.case_of` says what was handed in, `writing.write_check` writes everything; `copies.mark` stays free of pandas,
since it runs in a process of its own.
"""
