# No name from a file begins a line of a log, draws in colour or turns the direction of text.
printf '"k\\n::error::inj\\u009B31m\\u202E": 1\n' >> profiles/acme/organization.yaml
expect 2 onus check
says '<U+000A>::error::inj<U+009B>31m<U+202E>'
! grep -q '^ *::' <<<"$said" || fail "a line begins with a command"
! grep -qP '[\x{80}-\x{9f}\x{202a}-\x{202e}]' <<<"$said" || fail "a control character is printed"
expect 2 onus list projects
! grep -q '^ *::' <<<"$said" || fail "a line begins with a command"
