package progress

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// applicationID marks the file as ours: "kuri".
const applicationID = 0x6b757269

//go:embed migrations/*.sql
var migrationFiles embed.FS

// embedded returns the migrations in order: the n-th leads from schema n-1 to
// schema n. Once released, one is never edited.
func embedded() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(names))
	for i, name := range names { // Glob sorts
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		texts[i] = string(text)
	}
	return texts, nil
}

// Schema is the newest schema of the file that this program knows.
func Schema() int {
	texts, err := embedded()
	if err != nil {
		return 0
	}
	return len(texts)
}

// A queryer is a connection or a transaction.
type queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// schema returns which schema a file has, 0 for an empty one, and refuses a
// file that is not ours or newer than known.
func (s *Store) schema(ctx context.Context, q queryer, known int) (int, error) {
	var id, version, tables int
	err := q.QueryRowContext(ctx, `
		SELECT (SELECT application_id FROM pragma_application_id),
		       (SELECT user_version FROM pragma_user_version),
		       (SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &tables)
	switch {
	case err != nil:
		return 0, err
	case id == 0 && version == 0 && tables == 0:
		return 0, nil
	case id != applicationID || version < 1:
		return 0, foreign(s.path, nil)
	case version > known:
		return 0, newer(s.path, version, known)
	}
	return version, nil
}

// migrate brings the file to the newest schema. An older one is copied first;
// what fails leaves the file as it was.
func (s *Store) migrate(ctx context.Context, migrations []string) error {
	version, err := s.schema(ctx, s.db, len(migrations))
	if err != nil || version == len(migrations) {
		return err
	}
	if version > 0 {
		if _, err := s.copyTo(ctx, migrationCopy(s.path, version), nil); err != nil {
			return fmt.Errorf("copy before a new schema: %w", err)
		}
	}
	return s.upgrade(ctx, migrations)
}

// upgrade brings the file to the newest schema without a copy.
func (s *Store) upgrade(ctx context.Context, migrations []string) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()

	// Read here: another process may have been quicker.
	version, err := s.schema(ctx, tx, len(migrations))
	if err != nil || version == len(migrations) {
		return err
	}
	for i, text := range migrations[version:] {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("schema %d: %w", version+i+1, err)
		}
	}
	// Facts of the file, not settings of the connection: they are written in
	// the same transaction as the tables.
	facts := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(migrations))
	if _, err := tx.ExecContext(ctx, facts); err != nil {
		return err
	}
	return tx.Commit()
}
