-- Since when the users of a contract sign in by certificate (クライアント証明書機能申込書); null while they do not.
alter table contract add column certificate_method_since timestamptz;
-- Whatever bank a contract belongs to: the owner may look past the tenant here, once.
alter table contract no force row level security;
update contract set certificate_method_since = made_at where sign_in_method = 'certificate';
alter table contract force row level security;
