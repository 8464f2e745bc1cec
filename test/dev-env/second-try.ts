// Where CI asks once and cannot look again, a test gets a second try; scripts/test.mjs names every test that needed it.
if (process.env['CI']) jest.retryTimes(1, { logErrorsBeforeRetry: true });
