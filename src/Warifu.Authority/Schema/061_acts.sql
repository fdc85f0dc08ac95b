-- What operators did, in their order and for good. Each act carries the hash of the one before it, so that none is left out
-- or altered unseen. It belongs to no tenant: it is the operator's own.
create table act (
  number bigint primary key check (number > 0),
  at     timestamptz not null,
  kind   text not null,
  about  text not null,
  by_whom text not null,
  sha256 bytea not null check (length(sha256) = 32)
);
grant select on act to {runtime};

create function act_stands() returns trigger language plpgsql as $$
begin
  raise exception 'What was done stays on record.';
end
$$;
create trigger act_stands before update or delete or truncate on act for each statement execute function act_stands();

-- One after the other, in the transaction of the act itself. The lines are those of Act.
create function record_act(happened text, thing text, person text, happened_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  last act;
  moment timestamptz := date_trunc('milliseconds', happened_at);
begin
  perform pg_advisory_xact_lock(hashtextextended('acts', 0));
  select * into last from act order by number desc limit 1;
  insert into act (number, at, kind, about, by_whom, sha256)
  values (coalesce(last.number, 0) + 1, moment, happened, thing, person, sha256(
    coalesce(last.sha256, ''::bytea) || convert_to(concat_ws(E'\n',
      coalesce(last.number, 0) + 1, (extract(epoch from moment) * 1000)::bigint, happened, thing, person), 'UTF8')));
end
$$;
revoke execute on function record_act, act_stands from public;
grant execute on function record_act to {runtime};
