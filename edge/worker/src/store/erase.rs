//! A conversation is erased (B2): every row that holds something of it.

use wire::ConversationId;

use crate::error::Result;
use crate::sql::Sql;

/// In this order, since rows name others. `?1` is the conversation.
const STEPS: &[&str] = &[
    // Why mail to its address came back; what the owner of an address asked for stands, and so does what
    // another conversation with the same address needs.
    "DELETE FROM block WHERE stopped = 0
         AND address = (SELECT lower(email) FROM conversation WHERE id = ?1)
         AND NOT EXISTS (SELECT 1 FROM conversation WHERE id <> ?1 AND lower(email) = address)",
    "DELETE FROM original WHERE received IN (SELECT id FROM received WHERE conversation = ?1)",
    "DELETE FROM received WHERE conversation = ?1",
    // The newest number is kept, empty: numbers are given once, and providers compare what has one.
    "DELETE FROM mail WHERE conversation = ?1 AND id < (SELECT max(id) FROM mail)",
    "UPDATE mail SET conversation = '', agent = NULL, address = NULL, problem = NULL, stage = 'dropped'
         WHERE conversation = ?1",
    // Who comes with a token of the person begins anew, until the site vouches again.
    "DELETE FROM binding WHERE '@' || sub = (SELECT visitor FROM conversation WHERE id = ?1)",
    "DELETE FROM joined WHERE became = ?1",
    "DELETE FROM answers WHERE conversation = ?1",
    "DELETE FROM words WHERE rowid IN (SELECT id FROM said WHERE conversation = ?1)",
    "DELETE FROM said WHERE conversation = ?1",
    "DELETE FROM note WHERE conversation = ?1",
    "DELETE FROM call WHERE conversation = ?1",
    "DELETE FROM about WHERE conversation = ?1",
    "DELETE FROM mark WHERE conversation = ?1",
    // The alarm drops them at once.
    "INSERT INTO stray_file SELECT file, 0 FROM message WHERE conversation = ?1 AND file IS NOT NULL",
    "DELETE FROM message WHERE conversation = ?1",
    // What figures are made of names nobody but the team.
    "UPDATE question SET conversation = '' WHERE conversation = ?1",
    "DELETE FROM conversation WHERE id = ?1",
];

/// The row of `person` stays: it is the number in the addresses for answers, which must never be given again. It
/// names a conversation that is not there, so that such a mail leads nowhere.
pub(super) fn erase(sql: &Sql, id: &ConversationId) -> Result<()> {
    for step in STEPS {
        sql.run(step, &[id.as_str().into()])?;
    }
    // The index of the search writes its entries anew, without those of the words that are no more: at once,
    // unless it is very large. <https://sqlite.org/fts5.html#the_merge_command>
    sql.run("INSERT INTO words (words, rank) VALUES ('merge', -2000)", &[])
}
