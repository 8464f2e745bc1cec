import { jsonInScript, markup } from './html';

describe('markup', () => {
  it('takes everything as text but what is HTML itself', () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    expect(markup`<p title="${hostile}">${hostile}</p>`.text).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>',
    );
    const items = ['a', '<b>'].map((one) => markup`<li>${one}</li>`);
    expect(markup`<ul>${items}</ul>`.text).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
  });

  it('writes nothing for what is absent, and 0 as 0', () => {
    expect(markup`a${undefined}${false}${[]}${0}`.text).toBe('a0');
  });
});

describe('jsonInScript', () => {
  it('holds no sign that could end the script, and reads back as it was', () => {
    const value = { name: '</script><!--<script>&\u2028' };
    const { text } = jsonInScript(value);
    expect(text).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});
