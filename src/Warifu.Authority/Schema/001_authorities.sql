-- The authorities the ceremony made, registered by the owner. They belong to no tenant: their certificates and CRLs are
-- published to anyone.
create table authority (
  authority_id        text primary key check (authority_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  role                text not null check (role in ('root', 'customers', 'wire')),
  bank_code           text unique check (bank_code ~ '^[0-9]{4}$'),
  certificate         bytea not null,
  certificate_address text not null,
  crl_address         text not null,
  ocsp_address        text,
  registered_at       timestamptz not null,
  check ((role = 'customers') = (bank_code is not null))
);
grant select on authority to {runtime};

-- The latest CRL of each authority. The root's is made at the ceremony, the others when they are asked for.
create table crl (
  authority_id text not null references authority,
  number       bigint not null check (number > 0),
  this_update  timestamptz not null,
  next_update  timestamptz not null,
  entries      int not null,
  der          bytea not null,
  primary key (authority_id, number)
);
grant select, insert, delete on crl to {runtime};
