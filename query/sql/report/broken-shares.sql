-- broken-shares: keys whose shares leave a gap or overlap, so that their entries count as residual
-- args:
SELECT split, "key" AS share_key
FROM broken_shares
ORDER BY split, "key"
