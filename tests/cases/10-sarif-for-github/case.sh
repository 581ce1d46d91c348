# GitHub computes the hash of a line itself and warns of each result that brings another; and it shows suppressed results
# as open alerts, so accepted findings are left out unless they are asked for.
expect 0 onus list findings --as-of 2026-11-15 --message-format json
id=$(sed -n 's/.*"id":"\(f-[0-9a-f]*\)".*/\1/p' <<<"$said" | sed -n 1p)
printf 'schema: onus.findings/1\naccepted:\n  - { id: %s, owner: platform, reason: Known until spring., expires: 2027-03-31 }\n' \
  "$id" > profiles/acme/findings.yaml
expect 0 onus check --deny nothing --as-of 2026-11-15 --report-sarif plain.sarif
! grep -q primaryLocationLineHash plain.sarif || fail "it has the hash of GitHub's uploader"
grep -q '"onusId/v1"' plain.sarif || fail "results have no fingerprint"
! grep -q "$id" plain.sarif || fail "the accepted finding is a result"
expect 0 onus check --deny nothing --as-of 2026-11-15 --report-sarif whole.sarif --sarif-accepted
grep -q "$id" whole.sarif || fail "the accepted finding is no result"
grep -q "Known until spring." whole.sarif || fail "the result is not suppressed"
