# A template that doubles a text forty times ends with a message at its line, in little memory.
ulimit -v 6000000
expect 2 onus check
says 'error[template-too-costly]'
says 'templates/x.md:8'
