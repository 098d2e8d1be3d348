-- A store as the release with schema 2 wrote it: one answer, what it is about, one request that awaits its own.
PRAGMA application_id = 1397576281;
PRAGMA user_version = 2;
CREATE TABLE about (
    key TEXT NOT NULL PRIMARY KEY,
    subject TEXT,
    wave TEXT,
    record_type TEXT,
    model TEXT
) STRICT;
INSERT INTO "about" VALUES('be97547c9e8f557fdc0cedb15cff5aee435a716cc3b7c60f8bba2d32ea0676f9',NULL,'main','plan_terms','model-a');
CREATE TABLE awaited (
    key TEXT NOT NULL PRIMARY KEY,
    export TEXT NOT NULL,
    checksum TEXT NOT NULL,
    request TEXT
) STRICT;
INSERT INTO "awaited" VALUES('81d0bf6d4570f1945266e85e3ab517e35271a4b56e591e3c283e0c625bf19345','77895a6a1fe26170','a5370896bd6e0b1620bfbd1279ea412588c2d5ff9c64e4daf985ef6fb2726711','{"body":{"messages":[{"content":"Read.","role":"system"},{"content":"another article","role":"user"}],"model":"model-a","temperature":0},"document":"000_seed","prompt":"plan_terms-v1","prompt_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","record_type":"plan_terms","sample":0,"wave":"main"}');
INSERT INTO "awaited" VALUES('be97547c9e8f557fdc0cedb15cff5aee435a716cc3b7c60f8bba2d32ea0676f9','77895a6a1fe26170','745238a5797202b7a639fdd13f4eddf43bbac13558262d59d1cc5e2cffad47db',NULL);
CREATE TABLE response (
    key TEXT NOT NULL PRIMARY KEY,
    checksum TEXT NOT NULL,
    meta TEXT NOT NULL,
    model TEXT AS (iif(json_valid(meta), json_extract(meta, '$.model'), NULL)),
    endpoint TEXT AS (iif(json_valid(meta), json_extract(meta, '$.endpoint'), NULL)),
    recorded_at TEXT AS (iif(json_valid(meta), json_extract(meta, '$.recorded_at'), NULL)),
    request TEXT NOT NULL,
    response TEXT NOT NULL
) STRICT;
INSERT INTO "response" VALUES('be97547c9e8f557fdc0cedb15cff5aee435a716cc3b7c60f8bba2d32ea0676f9','3751d57f01e0b6157290b7c04f4a81a4c8e29e42b625b9384af8cf194ed8426a','{"endpoint":null,"model":"model-a","prompt":"plan_terms-v1","prompt_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","provenance":"live","record_type":"plan_terms","recorded_at":"2025-11-24T10:00:00Z","usage_estimated":false,"versions":{},"wave":"main"}','{"body":{"messages":[{"content":"Read.","role":"system"},{"content":"an article","role":"user"}],"model":"model-a","temperature":0},"document":"000_seed","prompt":"plan_terms-v1","prompt_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","record_type":"plan_terms","sample":0,"wave":"main"}','{"choices":[{"finish_reason":"stop","index":0,"message":{"content":"{}","role":"assistant"}}],"id":"chatcmpl-1","usage":{"completion_tokens":2,"prompt_tokens":9}}');
CREATE INDEX awaited_by_export ON awaited (export);
CREATE INDEX about_by_subject ON about (subject, record_type);
CREATE INDEX about_by_model ON about (model, wave, record_type);
CREATE TRIGGER response_is_about AFTER INSERT ON response BEGIN 
    INSERT OR REPLACE INTO about
    SELECT key,
           iif(instr(said, '<article-'), substr(said, instr(said, '<article-') + 9, 16), NULL),
           json_extract(meta, '$.wave'),
           json_extract(meta, '$.record_type'),
           json_extract(meta, '$.model')
    FROM (
        SELECT key, meta, json_extract(request, '$.body.messages[1].content') AS said
        FROM response WHERE json_valid(meta) AND json_valid(request)
    )
 WHERE key = new.key; END;
