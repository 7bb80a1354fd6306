// Every page is valid HTML.

import assert from 'node:assert/strict';
import test from 'node:test';
import { markup } from './support/judges.mjs';
import { root } from './support/site.mjs';

test('the Nu HTML checker has no complaint', () => assert.deepEqual(markup(root), []));
