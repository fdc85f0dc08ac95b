-- A mail before a certificate's end: once for each certificate and lead time, on whatever node, after whatever restart.
create table renewal_reminder (
  bank_code          text not null,
  certificate_sha256 bytea not null,
  days               int not null,          -- lead time of the profile
  mail_id            uuid,                  -- null: a shorter one was due by then, or the user has no address
  reminded_at        timestamptz not null,
  primary key (bank_code, certificate_sha256, days),
  foreign key (bank_code, certificate_sha256) references certificate,
  foreign key (bank_code, mail_id) references mail
);
alter table renewal_reminder enable row level security;
alter table renewal_reminder force row level security;
create policy tenant on renewal_reminder
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert on renewal_reminder to {runtime};

create index certificate_ending on certificate (bank_code, not_after) where state = 'active';
