-- On each call of the open API: the token, its grant, its client, the user and whether he has a certificate that stands, in one statement.
create function token_standing(the_bank text, the_token bytea, at timestamptz)
returns table (
  kind text, grant_id uuid, client_id text, client_standing text, sandbox boolean, sender text, sender_key text, made_at timestamptz, ends_at timestamptz,
  revoked_at timestamptz, details text, accounts text[], grant_ends_at timestamptz, grant_ended_at timestamptz, used_at timestamptz,
  contract_id text, login_id text, user_standing text, awake boolean)
language plpgsql as $$
begin
  perform set_config('warifu.tenant', the_bank, true);
  return query
    select t.kind, g.grant_id, a.client_id, a.standing, a.sandbox, t.sender, t.sender_key, t.made_at, t.ends_at,
      t.revoked_at, g.details, g.accounts, g.ends_at, g.ended_at, g.used_at,
      g.contract_id, u.login_id, u.standing,
      c.sign_in_method = 'id' or exists (
        select 1 from certificate k where k.bank_code = the_bank and k.user_id = g.user_id and k.state = 'active' and k.not_after > at)
    from api_token t
    join api_grant g on g.bank_code = t.bank_code and g.grant_id = t.grant_id
    join api_client a on a.bank_code = g.bank_code and a.client_id = g.client_id
    join customer_user u on u.bank_code = g.bank_code and u.user_id = g.user_id
    join contract c on c.bank_code = g.bank_code and c.contract_id = g.contract_id
    where t.bank_code = the_bank and t.token_sha256 = the_token;
end $$;
grant execute on function token_standing to {runtime};
