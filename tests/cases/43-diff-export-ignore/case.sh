# A comparison of revisions sees every file of each, whatever a revision says in .gitattributes: else a pull request could
# hide from the gate what it adds.
needs git
git() { command git -c user.name=Test -c user.email=test@example.org -c init.defaultBranch=main "$@"; }
git init -q; git add -A; git commit -qm one
sed 's/id: web/id: shop/; s/aws.s3/aws.ec2/' profiles/acme/projects/web.yaml > profiles/acme/projects/shop.yaml
echo '# $Format:%H$' >> profiles/acme/projects/shop.yaml
printf 'profiles/acme/projects/shop.yaml export-ignore\n* export-subst filter=broken text eol=crlf\n' > .gitattributes
git add -A; git commit -qm two
git config filter.broken.smudge "touch ran-filter; cat"
expect 1 onus diff HEAD~1 HEAD --fail-on worse
says "shop"
[ ! -e ran-filter ] || fail "a filter ran"
expect 0 onus list projects
says "acme/shop"
