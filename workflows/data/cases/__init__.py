"""Case files of the demonstration, one TOML file per case; `commissioning.rules.case_file` explains the format."""
