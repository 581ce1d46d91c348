# Loops in loops in loops end with a message at their line.
expect 2 onus check
says 'error[template-too-costly]'
says 'templates/x.md:8'
