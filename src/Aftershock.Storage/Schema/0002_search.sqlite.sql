-- The index holds our own tokens, separated by spaces (docs/reference/search.md); the ascii tokenizer leaves them as they
-- are. The words themselves stay in the post.
CREATE VIRTUAL TABLE post_search USING fts5 (title, body, author, content = '', contentless_delete = 1, tokenize = 'ascii');
INSERT INTO post_search (post_search, rank) VALUES ('hashsize', 16777216);
