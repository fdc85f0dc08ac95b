-- When somebody first signed in with a certificate. Of those made before, nobody knows: they count as used.
alter table certificate add column used_at timestamptz;
alter table certificate no force row level security;
update certificate set used_at = entered_at;
alter table certificate force row level security;

-- Enrolments and renewals whose key was made in a page of ours. Until its first use such a certificate may be had anew.
create table browser_request (
  bank_code   text not null,
  request_key uuid not null,         -- that of the enrolment
  user_id     uuid not null,
  asked_at    timestamptz not null,
  primary key (bank_code, request_key),
  foreign key (bank_code, user_id) references customer_user
);
alter table browser_request enable row level security;
alter table browser_request force row level security;
create policy tenant on browser_request
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert on browser_request to {runtime};
