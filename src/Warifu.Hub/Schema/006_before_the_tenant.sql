-- The look-ups that find the tenant, and nothing else. They run as the owner, who alone may see across offices.
create policy find_tenant on member         for select to current_user using (true);
create policy book_try    on member         for update to current_user using (true);
create policy find_tenant on member_session for select to current_user using (true);
create policy find_tenant on office         for select to current_user using (true);
create policy find_tenant on pairing_key    for select to current_user using (true);
create policy find_tenant on agent          for select to current_user using (true);

-- Books a try and answers the password's hash; nothing while too many tries are remembered.
create function book_sign_in(asked_mail text, at timestamptz, forgotten_before timestamptz, most int)
  returns table (office_id uuid, member_id uuid, password_hash text)
  language sql security definer set search_path = public, pg_temp as $$
  update member m set tries = case when m.tried_at < forgotten_before then 1 else m.tries + 1 end, tried_at = at
  where m.mail = asked_mail and (m.tries < most or m.tried_at < forgotten_before)
  returning m.office_id, m.member_id, m.password_hash
$$;

create function find_session(asked_sha256 bytea)
  returns table (office_id uuid, member_id uuid, seen_at timestamptz, office_name text, member_name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.office_id, s.member_id, s.seen_at, o.name, m.name
  from member_session s join office o using (office_id) join member m using (office_id, member_id)
  where s.session_sha256 = asked_sha256
$$;

create function find_pairing_key(asked_sha256 bytea)
  returns table (office_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select k.office_id from pairing_key k where k.key_sha256 = asked_sha256
$$;

create function find_agent(asked_sha256 bytea)
  returns table (office_id uuid, agent_id uuid, not_after timestamptz, revoked_at timestamptz, change bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.office_id, a.agent_id, a.not_after, a.revoked_at, o.change
  from agent a join office o using (office_id) where a.certificate_sha256 = asked_sha256
$$;

revoke all on function book_sign_in(text, timestamptz, timestamptz, int), find_session(bytea), find_pairing_key(bytea), find_agent(bytea) from public;
grant execute on function book_sign_in(text, timestamptz, timestamptz, int), find_session(bytea), find_pairing_key(bytea), find_agent(bytea) to {runtime};
