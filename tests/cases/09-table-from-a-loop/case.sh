# Loops without minus signs leave blank lines between rows, and so no table: a warning at the line that makes the rows.
expect 0 onus build --document list
says 'warning[table-torn]'
says 'templates/list.md:11:1'
