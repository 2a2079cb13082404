// Shows the OpenAPI document of the server. All that it shows becomes text, never markup, and it asks for the document alone.
'use strict';

(function () {
  const METHODS = ['get', 'post'];
  const main = document.getElementById('main');
  const index = document.getElementById('index');
  const filter = document.getElementById('filter');
  let api = null;
  let operations = [];

  /** An element with children, which are elements or texts. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      made.setAttribute(key, value);
    }
    for (const child of children.flat()) {
      if (child !== null) {
        made.append(child);
      }
    }
    return made;
  }

  function link(kind, name) {
    return element('a', { href: '#/' + kind + '/' + name }, name);
  }

  function text(words) {
    return element('div', { class: 'text' }, words || '');
  }

  function nameOf(reference) {
    return reference.slice(reference.lastIndexOf('/') + 1);
  }

  function answer(response) {
    return response.$ref ? api.components.responses[nameOf(response.$ref)] : response;
  }

  function content(holder) {
    return holder && holder.content ? holder.content['application/json'].schema : null;
  }

  /** The schema behind one that only refers to it. */
  function referred(schema) {
    const reference = schema.$ref || (schema.allOf && schema.allOf[0].$ref);
    return reference ? { name: nameOf(reference), schema: api.components.schemas[nameOf(reference)] } : null;
  }

  /** What a value is, in few words. */
  function type(schema) {
    const other = referred(schema);
    if (other) {
      return [link('schema', other.name)];
    }
    if (schema.type === 'array') {
      return ['list of ', ...type(schema.items)];
    }
    if (schema.type === 'object' && schema.additionalProperties) {
      return ['map of ', ...type(schema.additionalProperties)];
    }
    return [schema.format || schema.type];
  }

  /** Within what bounds it lies. */
  function bounds(schema) {
    const words = [];
    const say = (key, before) => {
      if (schema[key] !== undefined) {
        words.push(before + schema[key]);
      }
    };
    say('minLength', 'characters ≥ ');
    say('maxLength', 'characters ≤ ');
    say('minItems', 'entries ≥ ');
    say('maxItems', 'entries ≤ ');
    say('minimum', '≥ ');
    say('maximum', '≤ ');
    say('x-minimum', '≥ ');
    say('x-above', '> ');
    say('x-maximum', '≤ ');
    say('pattern', '');
    return words.length === 0 ? null : element('div', { class: 'faint' }, element('code', {}, words.join(', ')));
  }

  function table(heads, rows) {
    return element('table', {},
      element('thead', {}, element('tr', {}, heads.map(head => element('th', {}, head)))),
      element('tbody', {}, rows));
  }

  function row(name, required, schema, description) {
    return element('tr', {},
      element('td', {}, element('code', {}, name), required ? element('div', { class: 'faint' }, 'required') : null),
      element('td', {}, type(schema), bounds(schema)),
      element('td', {}, text(description)));
  }

  function properties(schema) {
    if (schema.enum) {
      return [text(schema.description), element('p', {}, element('code', {}, schema.enum.join(', ')))];
    }
    const required = schema.required || [];
    const fields = Object.entries(schema.properties || {});
    return [
      text(schema.description),
      fields.length === 0
        ? element('p', { class: 'faint' }, 'Nothing: {}')
        : table(['Field', 'Type', ''], fields.map(([name, field]) =>
            row(name, required.includes(name), field, field.description)))];
  }

  /** A value that the schema takes: what is required, and the first of each choice. */
  function example(schema, name, depth) {
    const other = referred(schema);
    if (other) {
      return example(other.schema, name, depth + 1);
    }
    if (schema.enum) {
      return schema.enum[0];
    }
    if (schema.type === 'array') {
      return [example(schema.items, name, depth)];
    }
    if (schema.type === 'object') {
      const made = {};
      const chosen = (schema['x-choices'] || []).filter(choice => choice.required).map(choice => choice.of[0]);
      if (depth < 8) {
        for (const field of [...(schema.required || []), ...chosen]) {
          if (schema.properties && schema.properties[field]) {
            made[field] = example(schema.properties[field], field, depth + 1);
          }
        }
      }
      return made;
    }
    if (schema.type === 'integer') {
      return Math.max(1, schema.minimum || 1);
    }
    if (schema.type === 'boolean') {
      return true;
    }
    if (schema.example !== undefined) {
      return schema.example;
    }
    switch (schema.format) {
      case 'date-time': return '2026-01-01T00:00:00Z';
      case 'date': return '2026-01-01';
      case 'decimal': case 'int64': return '1';
      case 'uuid': return '00000000-0000-7000-8000-000000000000';
      default: return name;
    }
  }

  function curl(operation) {
    const query = [];
    let path = operation.path;
    for (const parameter of operation.parameters || []) {
      const value = encodeURIComponent(String(example(parameter.schema, parameter.name, 0)));
      if (parameter.in === 'path') {
        path = path.replace('{' + parameter.name + '}', value);
      } else if (parameter.in === 'query' && parameter.required) {
        query.push(parameter.name + '=' + value);
      }
    }
    const address = location.origin + path + (query.length === 0 ? '' : '?' + query.join('&'));
    const body = content(operation.requestBody);
    const lines = ['curl -H "Authorization: Bearer $TOKEN" \'' + address + '\''];
    if (body) {
      lines.push("-H 'Content-Type: application/json'");
      lines.push("-d '" + JSON.stringify(example(body, '', 0), null, 2) + "'");
    }
    return '# with the embedded PostgreSQL: TOKEN=$(cat data/token)\n' + lines.join(' \\\n  ');
  }

  function title(operation) {
    return element('p', { class: 'path' },
      element('span', { class: 'method ' + operation.method }, operation.method.toUpperCase()), operation.path);
  }

  function showOperation(operation) {
    const parts = [element('h2', {}, operation.summary), title(operation), text(operation.description)];
    if (operation.parameters) {
      parts.push(element('h3', {}, 'Parameters'));
      parts.push(table(['Name', 'Type', ''], operation.parameters.map(parameter =>
        row(parameter.name + ' (' + parameter.in + ')', parameter.required, parameter.schema, parameter.description))));
    }
    const body = content(operation.requestBody);
    if (body) {
      parts.push(element('h3', {}, 'Body: ', type(body)));
      parts.push(...properties(referred(body).schema));
    }
    parts.push(element('h3', {}, 'With curl'), element('pre', {}, curl(operation)));
    parts.push(element('h3', {}, 'Answers'));
    parts.push(table(['Status', 'Body', ''], Object.entries(operation.responses).map(([status, response]) => {
      const known = answer(response);
      return element('tr', {},
        element('td', {}, element('code', {}, status)),
        element('td', {}, type(content(known))),
        element('td', {}, text(known.description)));
    })));
    return parts;
  }

  function showSchema(name, schema) {
    return [element('h2', {}, name), ...properties(schema)];
  }

  function showStart() {
    return [
      element('h2', {}, api.info.title + ' ' + api.info.version),
      text(api.info.description),
      element('p', {}, 'For programs: ', element('a', { href: 'api/billing/openapi.json' }, '/api/billing/openapi.json')),
      ...api.tags.flatMap(tag => [
        element('h3', {}, tag.name),
        text(tag.description),
        table(['', ''], operations.filter(operation => operation.tags[0] === tag.name).map(operation =>
          element('tr', {},
            element('td', {}, element('a', { href: '#/call/' + operation.operationId }, operation.summary)),
            element('td', {}, title(operation)))))])];
  }

  function shown() {
    const [, kind, name] = location.hash.split('/');
    if (kind === 'call') {
      const operation = operations.find(each => each.operationId === name);
      return operation ? showOperation(operation) : showStart();
    }
    const schemas = api.components.schemas;
    return kind === 'schema' && Object.hasOwn(schemas, name) ? showSchema(name, schemas[name]) : showStart();
  }

  function showIndex() {
    const wanted = filter.value.trim().toLowerCase();
    const fits = words => words.toLowerCase().includes(wanted);
    const entry = (href, words) =>
      element('li', {}, element('a', location.hash === href ? { href, 'aria-current': 'page' } : { href }, words));
    const groups = api.tags.map(tag => [tag.name, operations
      .filter(each => each.tags[0] === tag.name && (fits(each.summary) || fits(each.path)))
      .map(each => entry('#/call/' + each.operationId, each.summary))]);
    groups.push(['Types', Object.keys(api.components.schemas)
      .filter(fits)
      .map(name => entry('#/schema/' + name, name))]);
    index.replaceChildren(...groups
      .filter(([, entries]) => entries.length > 0)
      .flatMap(([name, entries]) => [element('h2', {}, name), element('ul', {}, entries)]));
  }

  function show() {
    main.replaceChildren(...shown());
    showIndex();
    window.scrollTo(0, 0);
  }

  function begin(document) {
    api = document;
    operations = Object.entries(api.paths).flatMap(([path, methods]) => METHODS
      .filter(method => methods[method])
      .map(method => ({ path, method, ...methods[method] })));
    filter.addEventListener('input', showIndex);
    window.addEventListener('hashchange', show);
    show();
  }

  fetch('api/billing/openapi.json')
    .then(response => {
      if (!response.ok) {
        throw new Error('The document came with status ' + response.status + '.');
      }
      return response.json();
    })
    .then(begin)
    .catch(failure => main.replaceChildren(element('p', {}, 'There is nothing to show. ' + failure.message)));
})();
