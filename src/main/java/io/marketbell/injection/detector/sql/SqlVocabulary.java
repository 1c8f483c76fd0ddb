package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.Alphabet;
import java.util.Arrays;

/** The words with a meaning in SQL, looked up without creating strings. */
final class SqlVocabulary {
    private static final int SIZE = 2048;
    private static final int LONGEST = 32;
    /** Converts capital letters to lower case; no other two word characters become equal. */
    private static final int CASE = 32;

    /** Number of letters in a key: the last ones of a word. */
    private static final int KEYED = 8;

    private static final long[] KEYS = new long[SIZE];
    private static final byte[] LENGTHS = new byte[SIZE];
    private static final short[] KINDS = new short[SIZE];
    /** The kinds of one-letter words, by their keys. */
    private static final short[] LETTERS = new short[0x80];

    /** The words longer than their keys. */
    private static final byte[][] LONG_WORDS = new byte[SIZE][];

    static {
        Arrays.fill(LETTERS, TokenKind.WORD);
        put(TokenKind.UNION, "union except intersect");
        put(TokenKind.SELECT, "select");
        put(TokenKind.FROM, "from");
        put(TokenKind.WHERE, "where");
        put(TokenKind.INSERT, "insert merge");
        put(TokenKind.INTO, "into");
        put(TokenKind.VALUES, "values");
        put(TokenKind.UPDATE, "update");
        put(TokenKind.SET, "set");
        put(TokenKind.DELETE, "delete");
        put(TokenKind.DDL, "drop alter create truncate rename");
        put(TokenKind.OBJECT, "table database schema tablespace column trigger login temporary");
        put(TokenKind.WEAK_OBJECT, "user view index role function sequence session extension");
        put(TokenKind.EXEC, "exec execute");
        put(TokenKind.DECLARE, "declare");
        put(TokenKind.GRANT, "grant revoke");
        put(TokenKind.CALL, "call");
        put(TokenKind.SHUTDOWN, "shutdown");
        put(TokenKind.WAITFOR, "waitfor");
        put(TokenKind.DELAY, "delay");
        put(TokenKind.HAVING, "having");
        put(TokenKind.ORDER, "order");
        put(TokenKind.GROUP, "group");
        put(TokenKind.BY, "by");
        put(TokenKind.LIMIT, "limit");
        put(TokenKind.OFFSET, "offset");
        put(TokenKind.LIKE, "like rlike ilike regexp glob similar");
        put(TokenKind.MATCH, "match");
        put(TokenKind.IN, "in");
        put(TokenKind.IS, "is notnull");
        put(TokenKind.BETWEEN, "between");
        put(TokenKind.EXISTS, "exists");
        put(TokenKind.CASE, "case");
        put(TokenKind.WHEN, "when");
        put(TokenKind.THEN, "then");
        put(TokenKind.ELSE, "else");
        put(TokenKind.AS, "as");
        put(TokenKind.QUANTIFIER, "all distinct distinctrow sql_no_cache");
        put(TokenKind.TOP, "top");
        put(TokenKind.FILE, "outfile dumpfile infile");
        put(TokenKind.PROCEDURE, "procedure");
        put(TokenKind.ANALYSE, "analyse analyze");
        put(TokenKind.BEGIN, "begin");
        put(TokenKind.COLLATE, "collate");
        put(TokenKind.PREFIX, "binary any some interval prior");
        put(TokenKind.WORD_ARITH, "div mod");
        put(TokenKind.LOGIC, "and or xor");
        put(TokenKind.NOT, "not");
        put(TokenKind.NULL, "null");
        put(TokenKind.BOOL, "true false unknown");
        put(TokenKind.IF, "if iif");
        put(TokenKind.CONVERT, "cast convert try_cast try_convert");
        put(TokenKind.CHAR, "char chr nchar");
        put(TokenKind.SOUNDS, "sounds");
        put(TokenKind.GLOBAL, "global");
        put(TokenKind.IMMEDIATE, "immediate");
        put(TokenKind.PROGRAM, "program");
        put(TokenKind.MASTER, "master");
        put(TokenKind.COPY, "copy");
        put(TokenKind.LOAD, "load");
        put(TokenKind.USING, "using");
        put(TokenKind.USE, "use");
        put(TokenKind.JOIN, "join");
        put(TokenKind.DUAL, "dual");
        put(
                TokenKind.TYPE,
                "int integer bigint smallint varchar varchar2 nvarchar varbinary text numeric decimal signed unsigned"
                        + " bool boolean double float real jsonb json bytea blob clob timestamp");
        put(
                TokenKind.SECRET,
                "password passwd pwd pass users admin accounts members username credit_cards user_password");
        put(
                TokenKind.PROSE,
                "the a an my your our his her their its this that these those of to it we you he she they i me him us"
                        + " them at with for please be are was were will would can could should what who which why how"
                        + " one two three both each every some many much more most less few now then here there only"
                        + " also just very up down out off over about after before until while during per via so too"
                        + " but because don t s ve re ll m d yes no ok");
        put(
                TokenKind.FUNC,
                "count sum min max avg abs floor ceil ceiling round rand random sin cos tan pi exp pow power sqrt ln"
                        + " log sign substring substr mid left right length len lower upper lcase ucase trim ltrim rtrim"
                        + " lpad rpad replace reverse repeat instr locate position concat coalesce greatest least date now"
                        + " time hour minute second day month year hash encode decode default format insert_id row stuff"
                        + " space translate version hex md5 uncompress strcmp sha1 sha crc32 compress elt like replicate");
        put(
                TokenKind.TELLING,
                "isnull sleep benchmark ascii ord database user unhex conv bin oct schema_name host_name"
                        + " system_user_name unicode quote nvl nullif ifnull charset collation coercibility soundex unistr"
                        + " likely unlikely last_insert_id starts_with isnumeric substrb typeof total_changes polygon"
                        + " multipoint linestring multilinestring multipolygon geometrycollection printf changes");
        put(
                TokenKind.NILADIC,
                "current_user session_user system_user current_date current_time current_timestamp sysdate rownum"
                        + " localtime localtimestamp utc_date current_role current_catalog");
        put(
                TokenKind.SURE,
                "concat_ws group_concat string_agg extractvalue updatexml load_file load_extension name_const"
                        + " json_keys json_extract json_valid json_search json_array json_object json_length json_value"
                        + " json_type json_depth json_contains json_quote json_overlaps json_each json_tree"
                        + " json_array_length aes_encrypt aes_decrypt des_encrypt des_decrypt make_set find_in_set"
                        + " export_set char_length character_length octet_length bit_length substring_index from_base64"
                        + " to_base64 db_name object_name object_id col_name user_name suser_name suser_sname"
                        + " is_srvrolemember is_member serverproperty xmltype xmlagg xmlelement xmlforest listagg"
                        + " wm_concat to_char to_number to_date nvl2 quotename openrowset opendatasource openquery"
                        + " current_database current_schema current_setting pg_sleep pg_sleep_for pg_sleep_until"
                        + " pg_read_file pg_ls_dir pg_stat_file pg_read_binary_file lo_import lo_export lo_get"
                        + " lo_from_bytea query_to_xml database_to_xml table_to_xml xpath_exists regexp_like"
                        + " regexp_replace regexp_substr regexp_instr convert_from gtid_subset gtid_subtract row_count"
                        + " sql_compileoption_used sqlite_version sqlite_compileoption_used sqlite_source_id"
                        + " fts3_tokenizer sysdatetime from_unixtime unix_timestamp date_format str_to_date time_to_sec"
                        + " sec_to_time inet_aton inet_ntoa uuid_short get_lock release_lock is_free_lock master_pos_wait"
                        + " release_all_locks st_latfromgeohash st_longfromgeohash st_pointfromgeohash st_geomfromtext"
                        + " geomfromtext array_agg array_to_string generate_series row_to_json to_json jsonb_pretty dblink"
                        + " dblink_connect sys_context sys_eval sys_exec ntohs bfilename chartorowid rawtohex hextoraw"
                        + " numtodsinterval randomblob zeroblob");
        put(
                TokenKind.META,
                "information_schema performance_schema sysobjects syscolumns sysusers sysdatabases syslogins"
                        + " sqlite_master sqlite_schema sqlite_temp_master pg_catalog pg_shadow pg_user pg_class"
                        + " pg_tables pg_database pg_stat_activity pg_authid all_tables all_tab_columns all_tab_tables"
                        + " all_users all_objects user_tables user_tab_columns user_objects user_users dba_users"
                        + " dba_tables v$version v$instance v$session v$database msysobjects msysaces msysaccessxml"
                        + " msysqueries rdb$fields rdb$relations rdb$database rdb$types rdb$collations sysibm syscat"
                        + " systables sysmaster innodb_table_stats tablespace_name table_schema syscatalog"
                        + " schema_table_statistics group_members_sys");
    }

    private SqlVocabulary() {}

    private static void put(short kind, String words) {
        for (String word : words.split(" ")) {
            long key = 0;
            for (char letter : word.toCharArray()) {
                key = key(key, letter);
            }
            int slot = slot(key);
            while (LENGTHS[slot] != 0) {
                slot = slot + 1 & SIZE - 1;
            }
            if (word.length() == 1) {
                LETTERS[(int) key] = kind;
            }
            KEYS[slot] = key;
            LENGTHS[slot] = (byte) word.length();
            KINDS[slot] = kind;
            LONG_WORDS[slot] = new byte[word.length()];
            for (int i = 0; i < word.length(); i++) {
                LONG_WORDS[slot][i] = (byte) (word.charAt(i) | CASE);
            }
        }
    }

    /** Extends the key of a word by one ASCII letter. */
    static long key(long key, char letter) {
        return key << 8 | letter | CASE;
    }

    private static int slot(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 53);
    }

    /** The kind of a word; {@link TokenKind#WORD} if it has no meaning in SQL. */
    static short kind(char[] text, int from, int to) {
        long key = 0;
        for (int i = from; i < to; i++) {
            if (text[i] >= 0x80) {
                return byPrefix(text, from, to);
            }
            key = key(key, text[i]);
        }
        return kind(key, text, from, to);
    }

    /** The kind of a word of one ASCII letter. */
    static short letter(char letter) {
        return LETTERS[letter | CASE];
    }

    /** @param key key of the word, which is ASCII only */
    static short kind(long key, char[] text, int from, int to) {
        int length = to - from;
        if (length == 1) {
            return letter(text[from]);
        }
        for (int slot = slot(key); LENGTHS[slot] != 0; slot = slot + 1 & SIZE - 1) {
            if (KEYS[slot] == key
                    && LENGTHS[slot] == length
                    && (length <= KEYED || matches(LONG_WORDS[slot], text, from))) {
                return KINDS[slot];
            }
        }
        return byPrefix(text, from, to);
    }

    private static boolean matches(byte[] word, char[] text, int from) {
        for (int i = 0; i < word.length - KEYED; i++) {
            if ((text[from + i] | CASE) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Name prefixes reserved by databases. */
    static short byPrefix(char[] text, int from, int to) {
        if (to - from <= 4 || to - from > LONGEST) {
            return TokenKind.WORD;
        }
        boolean family = text[from + 2] == '_' || text[from + 3] == '_' || text[from + 4] == '_';
        if (!family) {
            return TokenKind.WORD;
        }
        if (starts(text, from, "xp_") || starts(text, from, "dbms_") || starts(text, from, "utl_")) {
            return TokenKind.SURE;
        }
        if (starts(text, from, "sp_") && to - from > 6 && !Alphabet.isDigit(text[from + 3])) {
            return TokenKind.TELLING;
        }
        if (starts(text, from, "pg_") || starts(text, from, "fn_") || starts(text, from, "ctxsys")) {
            return TokenKind.TELLING;
        }
        return TokenKind.WORD;
    }

    private static boolean starts(char[] text, int from, String prefix) {
        for (int i = 0; i < prefix.length(); i++) {
            if ((text[from + i] | CASE) != (prefix.charAt(i) | CASE)) {
                return false;
            }
        }
        return true;
    }
}
