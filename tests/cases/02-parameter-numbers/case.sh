# Values of parameters are printed as they are written: a version 1.30 is not 1.3.
expect 0 onus build --quiet --as-of 2026-11-29
said=$(cat output/acme/web/auditor-handout.md)
says "Kubernetes 1.30, PostgreSQL 13.10, 1e3, +49, 0x1F, True, 1_000, 2026-12-01, 1.30"
