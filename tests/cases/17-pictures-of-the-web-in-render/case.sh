# Pictures of the web, outside the folder and missing ones are warnings in a file that is somebody else's.
expect 0 onus render badge.md --output badge.pdf
says 'warning[picture-path]'
says 'warning[picture-missing]'
says_not 'error['
[ -s badge.pdf ] || fail "no PDF"
