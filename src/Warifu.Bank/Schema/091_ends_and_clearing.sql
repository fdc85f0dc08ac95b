-- Why a link ended before its day. A contract has no end of its own: its users are deleted.
alter table api_grant drop constraint api_grant_end_reason_check;
alter table api_grant add constraint api_grant_end_reason_check check (end_reason in ('withdrawn', 'by-client', 'by-staff', 'code-reused', 'user-deleted'));

-- What nobody needs any more is cleared. A session stays as the record of a sign-in, though the consent that it was begun for was never answered.
alter table bank_session drop constraint bank_session_consent;
grant delete on consent, api_usage to {runtime};
create index consent_without_link on consent (bank_code, pushed_at) where grant_id is null;
create index api_token_of_grant on api_token (bank_code, grant_id) where kind = 'refresh';
create index api_token_revoked on api_token (bank_code, revoked_at) where revoked_at is not null;
create index api_usage_minute on api_usage (bank_code, minute);
