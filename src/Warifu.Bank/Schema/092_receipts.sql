-- Beside what was shown when a link was allowed: the language in which it was.
alter table consent add column shown_language text check (shown_language in ('ja', 'en'));
create index consent_of_grant on consent (bank_code, grant_id, decided_at desc) where grant_id is not null;
