WITH RECURSIVE span AS MATERIALIZED (
  SELECT opens, is_live, opens AND closed IS NOT NULL AS closed,
    is_live AND (missed OR answered IS NOT NULL OR closed IS NOT NULL) AS promised,
    is_live AND NOT missed AND answered IS NOT NULL AS kept, missed,
    answered - at AS answer, iif(opens, closed - at, NULL) AS resolution, team, agent, missed_by, rating
  FROM question WHERE at >= json_extract(?1, '$[0][0]') AND at < json_extract(?1, '$[#-1][1]')
), share AS MATERIALIZED (
  SELECT 0 AS scope, '' AS who, * FROM span
  UNION ALL SELECT 0, '', 0, 0, 0, 0, 0, 0, NULL, NULL, '', '', '', NULL
  UNION ALL SELECT 1, agent, opens, is_live, closed, kept, kept, 0, answer, resolution, '', '', '', rating
    FROM span WHERE agent IS NOT NULL
  UNION ALL SELECT 1, missed_by, 0, 0, 0, 1, 0, 1, NULL, NULL, '', '', '', NULL
    FROM span WHERE missed_by IS NOT NULL
  UNION ALL SELECT 2, team, * FROM span WHERE team IS NOT NULL
), spread AS MATERIALIZED (
  SELECT scope, who, kind, json_object('count', total,
    'median', min(iif(2 * place >= total, ms, NULL)) / 1000,
    'p90', min(iif(10 * place >= 9 * total, ms, NULL)) / 1000) AS told
  FROM (
    SELECT *, row_number() OVER (PARTITION BY scope, who, kind ORDER BY ms) AS place,
      count(*) OVER (PARTITION BY scope, who, kind) AS total
    FROM (
      SELECT scope, who, is_live AS kind, answer AS ms FROM share WHERE answer IS NOT NULL
      UNION ALL SELECT scope, who, 2, resolution FROM share WHERE resolution IS NOT NULL
    )
  ) GROUP BY scope, who, kind
), numbers AS MATERIALIZED (
  SELECT scope, who, json_object('conversations', sum(opens), 'live', sum(opens AND is_live),
    'closed', sum(closed), 'promised', sum(promised), 'kept', sum(kept), 'missed', sum(missed),
    'live_answer', json((SELECT told FROM spread AS s WHERE (s.scope, s.who, kind) = (share.scope, share.who, 1))),
    'message_answer', json((SELECT told FROM spread AS s WHERE (s.scope, s.who, kind) = (share.scope, share.who, 0))),
    'resolution', json((SELECT told FROM spread AS s WHERE (s.scope, s.who, kind) = (share.scope, share.who, 2))),
    'ratings', json_array(sum(rating IS 1), sum(rating IS 2), sum(rating IS 3), sum(rating IS 4), sum(rating IS 5))
  ) AS told FROM share GROUP BY scope, who ORDER BY scope, who
), hour AS MATERIALIZED (
  SELECT (at + json_extract(value, '$[2]')) / 3600000 AS hour,
    sum(opens AND is_live) AS live, sum(opens AND NOT is_live) AS messaging, sum(missed) AS missed
  FROM json_each(?1) CROSS JOIN question
  WHERE at >= json_extract(value, '$[0]') AND at < json_extract(value, '$[1]')
  GROUP BY hour
), day (day) AS (
  SELECT (json_extract(?1, '$[0][0]') + json_extract(?1, '$[0][2]')) / 86400000
  UNION ALL SELECT day + 1 FROM day
    WHERE day < (json_extract(?1, '$[#-1][1]') - 1 + json_extract(?1, '$[#-1][2]')) / 86400000
), clock (place) AS (
  SELECT 0 UNION ALL SELECT place + 1 FROM clock WHERE place < 23
)
SELECT json_object(
  'from', json_extract(?1, '$[0][0]'),
  'to', json_extract(?1, '$[#-1][1]'),
  'zone', ?2,
  'total', json((SELECT told FROM numbers WHERE scope = 0)),
  'agents', json((SELECT json_group_array(json_object('agent', who, 'numbers', json(told)))
    FROM numbers WHERE scope = 1)),
  'groups', json((SELECT json_group_array(json_object('group', who, 'numbers', json(told)))
    FROM numbers WHERE scope = 2)),
  'days', json((SELECT json_group_array(json_object('date', date(day * 86400, 'unixepoch'), 'count', json(told))) FROM (
    SELECT day, json_object('live', ifnull(sum(live), 0), 'messaging', ifnull(sum(messaging), 0), 'missed', ifnull(sum(missed), 0)) AS told
    FROM day LEFT JOIN hour ON hour / 24 = day GROUP BY day ORDER BY day))),
  'hours', json((SELECT json_group_array(json(told)) FROM (
    SELECT json_object('live', ifnull(sum(live), 0), 'messaging', ifnull(sum(messaging), 0), 'missed', ifnull(sum(missed), 0)) AS told
    FROM clock LEFT JOIN hour ON hour % 24 = place GROUP BY place ORDER BY place)))
) AS told
