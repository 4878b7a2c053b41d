"""How to use icp_rules in other frameworks: one file for each."""
