BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE body (
	sha256 TEXT NOT NULL, 
	encoding TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "body" VALUES('f58ff82e405e87d3f9a515d68053b7ea8fd816d9527971c1865cc733d8d1a7c1','zlib+crc32',X'789C4B5428294A4C4E050009C802911DE1D612');
CREATE TABLE ledger (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	prev_hash TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	at TEXT NOT NULL, 
	subject TEXT, 
	payload TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	UNIQUE (hash)
);
INSERT INTO "ledger" VALUES(1,'0000000000000000000000000000000000000000000000000000000000000000','list.imported','2026-01-02T03:04:05.000006Z',NULL,'{"name":"demo","rows":1}','c5533219aa8a12b7e678a8a43016b6d00d1f63c4cc1dbec76e59e76a1ef55b4a');
INSERT INTO "ledger" VALUES(2,'c5533219aa8a12b7e678a8a43016b6d00d1f63c4cc1dbec76e59e76a1ef55b4a','pass.completed','2026-01-02T03:04:05.000006Z','s1','{"bodies":["f58ff82e405e87d3f9a515d68053b7ea8fd816d9527971c1865cc733d8d1a7c1"],"p_advance":0.25,"screen_id":"s1"}','b4d6e7e94290c46b52a4c8cb9beac3c853c007fbf1216f0e1f1d9ab1a873f5ce');
CREATE INDEX ix_ledger_subject ON ledger (subject);
CREATE TRIGGER ledger_extends BEFORE INSERT ON ledger
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
        OR EXISTS (SELECT 1 FROM ledger WHERE hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'a ledger entry follows the last one'); END;
CREATE TRIGGER body_once BEFORE INSERT ON body
    WHEN EXISTS (SELECT 1 FROM body WHERE sha256 = NEW.sha256)
    BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER body_no_update BEFORE UPDATE ON body
    BEGIN SELECT RAISE(ABORT, 'body is append-only'); END;
CREATE TRIGGER body_no_delete BEFORE DELETE ON body
    BEGIN SELECT RAISE(ABORT, 'body is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('ledger',2);
COMMIT;
