# A clone of depth 1, as CI makes them, has no older commits: that is said, and how to get them.
needs git
git() { command git -c user.name=Test -c user.email=test@example.org -c init.defaultBranch=main "$@"; }
git init -q; git add -A; git commit -qm one
echo "# changed" >> profiles/acme/projects/web.yaml; git commit -qam two
expect 0 onus diff HEAD~1 HEAD
git clone -q --depth 1 "file://$PWD" shallow
cd shallow
expect 2 onus diff HEAD~1 HEAD
says "this clone is shallow"
says "git fetch --unshallow"
