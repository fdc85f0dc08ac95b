-- An issuing authority, or a cross-certificate, that its root revoked: it issues nothing and answers nothing from then on.
alter table authority
  add column revoked_at timestamptz,
  add column revocation_reason int,
  add check ((revoked_at is null) = (revocation_reason is null)),
  add check (role <> 'root' or revoked_at is null);
