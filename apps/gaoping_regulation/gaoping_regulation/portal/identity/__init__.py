"""Who an applicant is: accounts by one-time code or password, 电子营业执照 by OIDC, profiles, colleagues, mandates."""
