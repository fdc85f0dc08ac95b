-- The bank's own people, their certificates and what they may do: rows, as of its customers.
create table staff_person (
  bank_code text not null,
  staff_id  text not null,
  name      text not null,
  roles     text[] not null check (roles <@ array['request', 'approve']),
  standing  text not null default 'active' check (standing in ('active', 'gone')),
  made_at   timestamptz not null,
  primary key (bank_code, staff_id)
);
alter table staff_person enable row level security;
alter table staff_person force row level security;
create policy tenant on staff_person
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on staff_person to {runtime};

create table staff_certificate (
  bank_code  text not null,
  sha256     bytea not null,
  serial     text not null,
  staff_id   text not null,
  not_before timestamptz not null,
  not_after  timestamptz not null,   -- the last second of validity
  state      text not null default 'active' check (state in ('active', 'withdrawn')),
  der        bytea not null,
  entered_at timestamptz not null,
  primary key (bank_code, sha256),
  foreign key (bank_code, staff_id) references staff_person
);
alter table staff_certificate enable row level security;
alter table staff_certificate force row level security;
create policy tenant on staff_certificate
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on staff_certificate to {runtime};

create table staff_session (
  bank_code          text not null,
  session_sha256     bytea not null,
  staff_id           text not null,
  certificate_sha256 bytea not null,
  started_at         timestamptz not null,
  last_seen_at       timestamptz not null,
  ended_at           timestamptz,
  primary key (bank_code, session_sha256),
  foreign key (bank_code, staff_id) references staff_person,
  foreign key (bank_code, certificate_sha256) references staff_certificate
);
alter table staff_session enable row level security;
alter table staff_session force row level security;
create policy tenant on staff_session
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on staff_session to {runtime};

-- Four eyes: what one asked for, on which paper form, and who else decided it. Nobody decides his own, whatever a program does.
create table staff_request (
  bank_code    text not null,
  request_id   uuid not null,
  act          text not null,
  contract_id  text,
  user_id      uuid,
  account_key  text,
  paper        text not null,         -- reference of the paper form
  detail       text,                  -- what the act needs beside; never a secret
  detail_en    text,
  pin_hash     bytea,                 -- 照会用暗証番号, keyed with the server key
  requested_by text not null,
  requested_at timestamptz not null,
  state        text not null default 'open' check (state in ('open', 'approved', 'rejected', 'withdrawn')),
  decided_by   text,
  decided_at   timestamptz,
  primary key (bank_code, request_id),
  foreign key (bank_code, contract_id) references contract,
  foreign key (bank_code, user_id) references customer_user,
  foreign key (bank_code, account_key) references account,
  foreign key (bank_code, requested_by) references staff_person,
  foreign key (bank_code, decided_by) references staff_person,
  check ((state = 'open') = (decided_by is null) and (state = 'open') = (decided_at is null)),
  check (state not in ('approved', 'rejected') or decided_by <> requested_by),
  check (state <> 'withdrawn' or decided_by = requested_by)
);
create index staff_request_open on staff_request (bank_code, requested_at) where state = 'open';
create index staff_request_of_contract on staff_request (bank_code, contract_id, requested_at desc);
alter table staff_request enable row level security;
alter table staff_request force row level security;
create policy tenant on staff_request
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on staff_request to {runtime};

-- 照会用暗証番号 as the customer filed it on paper: a hash that cannot be tried out without the server key.
create table inquiry_pin (
  bank_code   text not null,
  account_key text not null,
  pin_hash    bytea not null,
  filed_at    timestamptz not null,
  primary key (bank_code, account_key),
  foreign key (bank_code, account_key) references account
);
alter table inquiry_pin enable row level security;
alter table inquiry_pin force row level security;
create policy tenant on inquiry_pin
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on inquiry_pin to {runtime};

-- USB tokens handed out: whose certificate may be renewed onto one.
create table usb_token (
  bank_code     text not null,
  token_serial  text not null,
  user_id       uuid not null,
  handed_out_at timestamptz not null,
  primary key (bank_code, token_serial),
  foreign key (bank_code, user_id) references customer_user
);
alter table usb_token enable row level security;
alter table usb_token force row level security;
create policy tenant on usb_token
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on usb_token to {runtime};

-- What the bank tells its customers on their home pages.
create table bank_notice (
  bank_code   text not null,
  notice_id   uuid not null,
  contract_id text,                   -- null: to all
  text_ja     text not null,
  text_en     text not null,
  shown_from  timestamptz not null,
  shown_until timestamptz not null,
  primary key (bank_code, notice_id),
  foreign key (bank_code, contract_id) references contract
);
create index bank_notice_shown on bank_notice (bank_code, shown_until);
alter table bank_notice enable row level security;
alter table bank_notice force row level security;
create policy tenant on bank_notice
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on bank_notice to {runtime};

-- 電子証明書取得用パスワード: on paper, for acquiring a certificate in the browser and nothing else.
alter table customer_user
  add column acquisition_password_hash text,
  add column acquisition_password_set_at timestamptz;

-- On each request of the staff face: session, certificate and person in one statement, by primary key.
create function staff_standing(the_bank text, the_session bytea)
returns table (
  staff_id text, name text, roles text, staff_standing text, certificate_sha256 bytea, certificate_state text, not_after timestamptz,
  last_seen_at timestamptz, ended_at timestamptz)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select p.staff_id, p.name, array_to_string(p.roles, ','), p.standing, k.sha256, k.state, k.not_after, s.last_seen_at, s.ended_at
    from staff_session s
    join staff_certificate k on k.bank_code = s.bank_code and k.sha256 = s.certificate_sha256
    join staff_person p on p.bank_code = s.bank_code and p.staff_id = s.staff_id
    where s.bank_code = the_bank and s.session_sha256 = the_session;
end $$;

-- Before a session: whose the connection's certificate is.
create function staff_holder(the_bank text, the_certificate bytea)
returns table (staff_id text, name text, standing text, certificate_state text, not_after timestamptz)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select p.staff_id, p.name, p.standing, k.state, k.not_after
    from staff_certificate k join staff_person p on p.bank_code = k.bank_code and p.staff_id = k.staff_id
    where k.bank_code = the_bank and k.sha256 = the_certificate;
end $$;

create function staff_seen(the_bank text, the_session bytea, at timestamptz) returns void
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  update staff_session set last_seen_at = at where bank_code = the_bank and session_sha256 = the_session and ended_at is null;
end $$;
grant execute on function staff_standing, staff_holder, staff_seen to {runtime};
