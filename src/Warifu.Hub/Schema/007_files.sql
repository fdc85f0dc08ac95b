-- A statement may also come as a file from a member: then there is neither link nor agent behind the delivery.
alter table lease alter column link_id drop not null;
alter table lease alter column agent_id drop not null;
alter table lease add column member_id uuid;
alter table lease add constraint lease_of_agent_or_member check ((agent_id is null) = (member_id is not null) and (agent_id is null) = (link_id is null));
alter table lease add foreign key (office_id, member_id) references member;
