"""The report: templates filled with findings, then pressed into PDF, HTML and DOCX."""
