-- Where the bank tells a user things outside of any page; null until it knows an address.
alter table customer_user add column mail_address text;

-- Since when a door is locked: of several wrong tries at once one locks it, and tells of it.
alter table lock_counter add column locked_at timestamptz;

-- What the home page tells a user until he has said that he saw it.
create table notice (
  bank_code text not null,
  notice_id uuid not null,
  user_id   uuid not null,
  kind      text not null,
  detail    text,
  told_at   timestamptz not null,
  seen_at   timestamptz,
  primary key (bank_code, notice_id),
  foreign key (bank_code, user_id) references customer_user
);
create index notice_unseen on notice (bank_code, user_id) where seen_at is null;
alter table notice enable row level security;
alter table notice force row level security;
create policy tenant on notice
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on notice to {runtime};

-- Mail that waits to be sent, written in the transaction of the act it tells of. Once sent, only that it was remains.
create table mail (
  bank_code text not null,
  mail_id   uuid not null,          -- also in its Message-ID, so that a second copy is known as one
  user_id   uuid not null,
  kind      text not null,
  letter    bytea,                  -- address, subject and text, sealed with the server key; null once sent
  made_at   timestamptz not null,
  sent_at   timestamptz,
  primary key (bank_code, mail_id),
  foreign key (bank_code, user_id) references customer_user,
  check ((letter is null) = (sent_at is not null))
);
create index mail_of_user on mail (bank_code, user_id, made_at desc);
alter table mail enable row level security;
alter table mail force row level security;
create policy tenant on mail
  using (bank_code = nullif(current_setting('warifu.tenant', true), ''))
  with check (bank_code = nullif(current_setting('warifu.tenant', true), ''));
grant select, insert, update on mail to {runtime};

-- How the users of a contract sign in: by certificate, or by ID and password where the contract is of that kind only.
alter table contract add column sign_in_method text not null default 'certificate' check (sign_in_method in ('certificate', 'id'));
