// What the tables of the program hold of conversations, besides their rows: the one list of what goes with their words.

/**
 * Statements that take `$1`, the organization, and whatever `sessions` takes. Run again they change nothing more.
 * @param sessions a query of their ids
 */
export const emptied = (sessions: string): string[] => {
  const of = `organization_id = $1 AND session_id IN (${sessions})`;
  return [
    `DELETE FROM tool_calls WHERE ${of}`,
    `DELETE FROM automation_runs WHERE ${of}`,
    `DELETE FROM automation_watches WHERE ${of}`,
    `DELETE FROM mail_news WHERE ${of}`,
    `DELETE FROM push_news WHERE ${of}`,
    `DELETE FROM mentions WHERE ${of}`,
    `DELETE FROM scheduled_messages WHERE ${of}`,
    `DELETE FROM follow_ups WHERE ${of}`,
    // How well a conversation was answered, and by which steps, stays; whoever said why may have quoted it. What is open cannot be scored any more.
    `UPDATE quality_reviews r SET comment = NULL, skipped_because = NULL, proposal = NULL, answer = '', erased = true,
       scores = (SELECT coalesce(jsonb_agg(s - 'comment' ORDER BY n), '[]') FROM jsonb_array_elements(r.scores) WITH ORDINALITY AS x(s, n)),
       state = CASE WHEN state = 'open' THEN 'skipped' ELSE state END
     WHERE ${of}`,
    `UPDATE coaching_notes SET text = '' WHERE ${of}`,
    `UPDATE playbook_runs r SET steps = (SELECT coalesce(jsonb_agg(s - 'reason' ORDER BY n), '[]') FROM jsonb_array_elements(r.steps) WITH ORDINALITY AS x(s, n))
     WHERE ${of}`,
    `DELETE FROM inbound_files WHERE ${of}`,
    `DELETE FROM reply_drafts WHERE ${of}`,
    `DELETE FROM file_texts WHERE ${of}`,
    `DELETE FROM message_search WHERE ${of}`,
    `UPDATE answers SET question = '', text = NULL, reason = NULL WHERE ${of}`,
    `UPDATE answer_feedback SET comment = NULL WHERE ${of}`,
    `DELETE FROM answer_suggestions WHERE ${of}`,
    // What a mail server said names the address.
    `UPDATE deliveries SET last_error = NULL WHERE ${of}`,
  ];
};
