"""What the suites of `tests/hosts/` share: sites, servers, requests."""
