"""How to use icp_rules within other frameworks, a file each."""
